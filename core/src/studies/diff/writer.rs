//! Writes anything that a file can hold as a tree, with the units that JSON leaves out.

use super::node::Node;
use crate::base::dimension::Dimension;
use crate::base::units::dimension_of;
use serde::ser::{self, Serialize, Serializer};
use std::fmt;

/// A value as a tree; plain data with string keys always has one.
pub(super) fn tree(value: &impl Serialize) -> Node {
    value.serialize(Writer).unwrap_or(Node::Unstated)
}

/// What cannot be written: a map whose keys are no strings.
#[derive(Debug)]
struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that a file cannot hold")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Writer;

macro_rules! numbers {
    ($($method:ident($number:ty)),+) => {$(
        fn $method(self, value: $number) -> Result<Node, Unwritable> {
            Ok(Node::Number(value as f64, Dimension::Plain))
        }
    )+};
}

impl Serializer for Writer {
    type Ok = Node;
    type Error = Unwritable;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Entries;

    numbers!(serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64));
    numbers!(serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64));
    numbers!(serialize_f32(f32), serialize_f64(f64));

    fn serialize_bool(self, value: bool) -> Result<Node, Unwritable> {
        Ok(Node::Flag(value))
    }
    fn serialize_char(self, value: char) -> Result<Node, Unwritable> {
        Ok(Node::Text(value.into()))
    }
    fn serialize_str(self, value: &str) -> Result<Node, Unwritable> {
        Ok(Node::Text(value.to_owned()))
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<Node, Unwritable> {
        Err(Unwritable)
    }
    fn serialize_none(self) -> Result<Node, Unwritable> {
        Ok(Node::Unstated)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Unwritable> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Node, Unwritable> {
        Ok(Node::Unstated)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Unwritable> {
        Ok(Node::Unstated)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, form: &'static str) -> Result<Node, Unwritable> {
        Ok(Node::Form(form, Box::new(Node::Unstated)))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Node, Unwritable> {
        Ok(match (value.serialize(self)?, dimension_of(name)) {
            (Node::Number(value, _), Some(dimension)) => Node::Number(value, dimension),
            (node, _) => node,
        })
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        form: &'static str,
        value: &T,
    ) -> Result<Node, Unwritable> {
        Ok(Node::Form(form, Box::new(value.serialize(self)?)))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Unwritable> {
        Ok(Items { form: None, nodes: Vec::new() })
    }
    fn serialize_tuple(self, _: usize) -> Result<Items, Unwritable> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Unwritable> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        form: &'static str,
        _: usize,
    ) -> Result<Items, Unwritable> {
        Ok(Items { form: Some(form), nodes: Vec::new() })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Entries, Unwritable> {
        Ok(Entries { form: None, key: String::new(), fields: Vec::new() })
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, Unwritable> {
        self.serialize_map(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        form: &'static str,
        _: usize,
    ) -> Result<Entries, Unwritable> {
        Ok(Entries { form: Some(form), key: String::new(), fields: Vec::new() })
    }
}

fn formed(form: Option<&'static str>, node: Node) -> Node {
    match form {
        Some(form) => Node::Form(form, Box::new(node)),
        None => node,
    }
}

/// A list that is being written.
struct Items {
    form: Option<&'static str>,
    nodes: Vec<Node>,
}

macro_rules! items {
    ($($kind:ident::$method:ident),+) => {$(
        impl ser::$kind for Items {
            type Ok = Node;
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.nodes.push(value.serialize(Writer)?);
                Ok(())
            }
            fn end(self) -> Result<Node, Unwritable> {
                Ok(formed(self.form, Node::List(self.nodes)))
            }
        }
    )+};
}

items!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// Fields that are being written.
struct Entries {
    form: Option<&'static str>,
    key: String,
    fields: Vec<(String, Node)>,
}

macro_rules! entries {
    ($($kind:ident),+) => {$(
        impl ser::$kind for Entries {
            type Ok = Node;
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
                self.fields.push((key.to_owned(), value.serialize(Writer)?));
                Ok(())
            }
            fn end(self) -> Result<Node, Unwritable> {
                Ok(formed(self.form, Node::Fields(self.fields)))
            }
        }
    )+};
}

entries!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Entries {
    type Ok = Node;
    type Error = Unwritable;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        match key.serialize(Writer)? {
            Node::Text(key) => self.key = key,
            _ => return Err(Unwritable),
        }
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.fields.push((std::mem::take(&mut self.key), value.serialize(Writer)?));
        Ok(())
    }
    fn end(self) -> Result<Node, Unwritable> {
        Ok(formed(self.form, Node::Fields(self.fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::scenario::{Scenario, examples};

    #[test]
    fn a_tree_is_what_the_file_holds_and_knows_the_units() {
        for example in examples::ALL {
            let scenario = example.scenario();
            let written = serde_json::to_value(tree(&scenario)).unwrap();
            assert_eq!(serde_json::from_value::<Scenario>(written).unwrap(), scenario, "{}", example.slug);
        }
        let price = examples::find("llm-chat").unwrap().scenario().services.first().scaling.price.unwrap();
        assert_eq!(tree(&price), Node::Number(price.get(), Dimension::DollarsPerHour));
    }
}

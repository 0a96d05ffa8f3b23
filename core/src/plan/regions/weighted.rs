//! Routing weights of the usual week, where users go to the nearest region that has room.

use super::Traffic;

/// Share of a region's users below which nobody is moved.
const NEGLIGIBLE: f64 = 1e-12;

/// Users who are served elsewhere than usual: whose, from which region, and what share of them.
struct Moved {
    users: usize,
    from: usize,
    share: f64,
}

impl Traffic {
    /// Serves the users whom a region has no room for at its own peak in the nearest with room.
    ///
    /// The weights hold all week, as those of a load balancer do: a region whose peak `p` is above its room `r` keeps
    /// `r / p` of each group of its users. What finds no room anywhere stays where it is, above the room.
    pub(super) fn weigh_by_room(&mut self, room: &[f64]) {
        let mut moved = Vec::new();
        for from in self.hosts.iter() {
            let peak = self.peak_on(from);
            if peak <= room[from] {
                continue;
            }
            let stays = room[from] / peak;
            for (users, row) in self.served.iter_mut().enumerate().filter(|(_, row)| row[from] > 0.0) {
                moved.push(Moved { users, from, share: row[from] * (1.0 - stays) });
                row[from] *= stays;
            }
        }
        for at in 0..self.nearest.len() {
            let (users, to) = self.nearest[at];
            for one in moved.iter_mut().filter(|one| one.users == users && one.from != to) {
                self.take(one, to, room[to]);
            }
        }
        for one in moved {
            self.served[one.users][one.from] += one.share;
        }
    }

    /// Takes as many of these users as there is room for.
    fn take(&mut self, moved: &mut Moved, to: usize, room: f64) {
        let own = self.loads[moved.users].iter().copied().fold(0.0, f64::max);
        if moved.share <= NEGLIGIBLE || own <= 0.0 {
            return;
        }
        // Peaks at other hours only leave more room.
        let fits = ((room - self.peak_on(to)) / own).clamp(0.0, moved.share);
        self.served[moved.users][to] += fits;
        moved.share -= fits;
    }

    /// Highest load on a region while nothing is lost, requests/s.
    fn peak_on(&self, region: usize) -> f64 {
        let load = |hour: usize| -> f64 {
            self.loads.iter().zip(&self.served).map(|(series, row)| series[hour] * row[region]).sum()
        };
        (0..self.n_hours()).map(load).fold(0.0, f64::max)
    }
}

//! A limit of costs that is not passed: the worst case of each request is reserved while it is sent.

/// Costs in dollars, and perhaps their limit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CostCap {
    limit: Option<f64>,
    pub(super) spent: f64,
    reserved: f64,
}

impl CostCap {
    /// Returns costs with this limit, if there is one.
    pub(super) fn new(limit: Option<f64>) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Returns the limit.
    pub(super) fn limit(&self) -> Option<f64> {
        self.limit
    }

    /// Reserves the worst case of a request. Returns whether it fits under the limit now.
    pub(super) fn reserve(&mut self, worst: f64) -> bool {
        if self.limit.is_some_and(|limit| self.spent + self.reserved + worst > limit) {
            return false;
        }
        self.reserved += worst;
        true
    }

    /// Releases what was reserved for a request, and counts what it cost.
    pub(super) fn settle(&mut self, reserved: f64, cost: f64) {
        self.reserved = (self.reserved - reserved).max(0.0);
        self.spent += cost;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_in_flight_count_with_their_worst_case() {
        let mut cap = CostCap::new(Some(1.0));
        assert!(cap.reserve(0.5) && cap.reserve(0.5) && !cap.reserve(0.1));
        cap.settle(0.5, 0.2);
        assert!(cap.reserve(0.25) && !cap.reserve(0.25));
        assert!(CostCap::new(None).reserve(1e9));
        assert!(!CostCap::new(Some(0.0)).reserve(1e-9) && CostCap::new(Some(0.0)).reserve(0.0));
    }
}

pub fn check_layout(_text: &str) {}

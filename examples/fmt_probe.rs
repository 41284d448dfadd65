fn main() {
    let t = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let (tree, d) = siteplan::syntax::parse(siteplan::source::FileId(0), &t);
    for d in &d {
        println!("{d:?}");
    }
    print!("{}", siteplan::syntax::format(&t, &tree));
}

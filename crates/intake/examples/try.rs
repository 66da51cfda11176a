//! Try.
use std::io::Read;
fn main() {
    let r = |n: &str| std::fs::read_to_string(format!("data/text/{n}")).unwrap();
    let (a, b, c) = (r("calendar.csv"), r("outlets.csv"), r("layout.csv"));
    let rules = chancery_report::Rules::read(&[("calendar.csv", &a), ("outlets.csv", &b), ("layout.csv", &c)]).unwrap();
    for path in std::env::args().skip(1) {
        let mut html = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap()).read_to_end(&mut html).unwrap();
        let html = String::from_utf8_lossy(&html).into_owned();
        let id = std::path::Path::new(&path).file_name().unwrap().to_string_lossy().replace(".html.gz", "");
        let page = chancery_intake::page::read(&html, None, &rules);
        let m = page.metadata;
        println!("{}", serde_json::json!({"id": id, "title": m.title, "published": m.published.map(|d| d.to_string()), "source": m.outlet, "author": m.author, "section": m.section, "url": m.url, "language": m.language, "text": page.body}));
    }
}

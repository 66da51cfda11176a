//! The room without the command: `cargo run --release -p chancery-server --example room [STORE]`, at http://127.0.0.1:8088/.

use std::path::Path;

use chancery::Chancery;
use chancery_server::{Limits, Room, app, serve};

#[tokio::main]
async fn main() {
    let chancery: &'static Chancery = Box::leak(Box::new(Chancery::bundled().expect("the data is in the program")));
    let limits = Limits { requests_per_second: 0, ..Limits::default() };
    let room = match std::env::args().nth(1) {
        Some(file) => Room::with_store(chancery, Path::new(&file), limits),
        None => Room::with_samples(chancery, limits),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8088").await.expect("port 8088 is free");
    serve(listener, app(room.expect("a store")), std::future::pending()).await;
}

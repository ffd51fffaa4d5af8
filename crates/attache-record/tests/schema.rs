//! The published schema is the one that the types give.

#[test]
fn the_published_schema_is_current() {
    let published = include_str!("../../../schema/record.schema.json");
    let current = attache_record::record_schema().expect("a schema is plain JSON");
    assert!(
        published == current,
        "schema/record.schema.json is out of date; write it again: \
         cargo run -p attache-record --features schema --example schema > schema/record.schema.json"
    );
}

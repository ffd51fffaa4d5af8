//! Prints the JSON Schema of a record line:
//! `cargo run -p attache-record --features schema --example schema > schema/record.schema.json`.

fn main() -> serde_json::Result<()> {
    print!("{}", attache_record::record_schema()?);
    Ok(())
}

//! Tab-separated tables.

/// Adds a row. Tabs and line breaks inside a field become spaces and `"` becomes `'`: readers of such tables differ
/// in what they make of quotation marks, and one at the front of a field makes some of them swallow the next rows.
pub fn row<'f>(fields: impl IntoIterator<Item = &'f str>, out: &mut Vec<u8>) {
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            out.push(b'\t');
        }
        out.extend(field.bytes().map(|byte| match byte {
            b'\t' | b'\n' | b'\r' => b' ',
            b'"' => b'\'',
            byte => byte,
        }));
    }
    out.push(b'\n');
}

/// Looks a key up in a table of `key<TAB>value` lines, sorted or not; `#` begins a comment.
pub fn look_up<'t>(table: &'t str, key: &str) -> Option<&'t str> {
    table.lines().filter_map(|line| line.split_once('\t')).find(|(found, _)| *found == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_can_break_its_row() {
        let mut out = Vec::new();
        row(["a\tb", "\"c\nd", ""], &mut out);
        assert_eq!(out, b"a b\t'c d\t\n");
    }
}

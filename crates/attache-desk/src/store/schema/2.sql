-- The second schema: sketches of texts, by which copies are known, also where the texts themselves are not kept.
-- `hashes`: whether the sample is the whole text (one byte), then 32-bit hashes in ascending order, little end first.
CREATE TABLE sketch (text INTEGER PRIMARY KEY REFERENCES text, hashes BLOB NOT NULL);

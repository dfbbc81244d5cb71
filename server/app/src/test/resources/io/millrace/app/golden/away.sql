UPDATE stock SET amount = 14 WHERE item = 'vase'
CHECKPOINT
INSERT INTO stock VALUES ('jug', 15)
ALTER TABLE stock ADD COLUMN place VARCHAR DEFAULT 'here'
UPDATE stock SET amount = 13 WHERE item = 'cup'

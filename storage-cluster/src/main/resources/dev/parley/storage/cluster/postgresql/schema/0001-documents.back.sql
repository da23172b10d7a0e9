-- Refused by PostgreSQL while a collection uses it.
DROP FUNCTION member(jsonb, text);

package dev.parley.storage.cluster.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;

/// By what a transaction that writes can be asked for later.
record CommitMark(String transactionId) {
    /// What a statement that writes returns, to make this of.
    static final String COLUMN = "pg_current_xact_id()::text";

    static CommitMark of(ResultSet row, int column) throws SQLException {
        return new CommitMark(row.getString(column));
    }
}

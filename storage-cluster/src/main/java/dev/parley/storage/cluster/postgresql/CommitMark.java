package dev.parley.storage.cluster.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;

/// By what a transaction that writes can be asked for later.
///
/// @param timeline the history that the number belongs to: a standby that was promoted starts another one, in which
///     it gives the same numbers to other transactions
record CommitMark(String transactionId, String timeline) {
    /// What a statement that writes returns, to make this of.
    static final String COLUMNS = "pg_current_xact_id()::text, left(pg_walfile_name(pg_current_wal_lsn()), 8)";

    static CommitMark of(ResultSet row, int firstColumn) throws SQLException {
        return new CommitMark(row.getString(firstColumn), row.getString(firstColumn + 1));
    }
}

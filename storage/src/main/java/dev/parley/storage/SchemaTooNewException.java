package dev.parley.storage;

/// What is stored was brought forward by a newer version of the program, which this one could only damage.
public final class SchemaTooNewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param what the store or the kind of steps, for example `data/parley.db`
    /// @param found the number that it stands at
    /// @param known the last number that this program knows
    public SchemaTooNewException(String what, int found, int known) {
        super(what + " is at step " + found + ", which a newer version of Parley made; this version knows " + known
                + " steps: start the newer version, or use it to go back (parley migrate)");
    }
}

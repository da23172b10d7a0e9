package dev.parley.app.remote;

/// The platform did not answer as it should. The message is for the person at the terminal.
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }
}

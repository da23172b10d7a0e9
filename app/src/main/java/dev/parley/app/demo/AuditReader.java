package dev.parley.app.demo;

import dev.parley.app.remote.AuditExport;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Who reads the audit log in the story: Ana, when the platform is new and she its owner, else a service.
public final class AuditReader {
    private final Remote remote;
    private final @Nullable ServiceTokens tokens;

    /// @param tokens null when the service secret is not known
    public AuditReader(Remote remote, @Nullable ServiceTokens tokens) {
        this.remote = remote;
        this.tokens = tokens;
    }

    /// @throws RemoteException when nobody in the story may read it
    AuditExport exportFor(Person ana) {
        if (ana.isOwner()) {
            return new AuditExport(remote, "gateway", ana.token());
        }
        if (tokens == null) {
            throw new RemoteException(
                    "this platform has an owner already: give --data or --service-key, so that the story can show its "
                            + "audit log");
        }
        return new AuditExport(remote, "compliance", tokens.mint("demo", "compliance", TenantId.DEFAULT));
    }
}

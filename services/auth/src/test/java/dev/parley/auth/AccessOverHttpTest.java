package dev.parley.auth;

import dev.parley.api.auth.ApiTokensApi;
import dev.parley.api.auth.BreakGlassApi;
import dev.parley.api.auth.CustomRolesApi;
import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.api.auth.SessionsApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AccessOverHttpTest implements CustomRolesContract, ApiTokensContract, BreakGlassContract {
    @TempDir
    Path folder;

    private Fixture fixture;
    private AuthServer server;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        server = new AuthServer(fixture);
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    @Override
    public CustomRolesApi customRoles() {
        return server.customRoles();
    }

    @Override
    public ApiTokensApi apiTokens() {
        return server.apiTokens();
    }

    @Override
    public ServiceAccountsApi serviceAccounts() {
        return server.serviceAccounts();
    }

    @Override
    public BreakGlassApi breakGlass() {
        return server.breakGlass();
    }

    @Override
    public SessionsApi sessions() {
        return server.sessions();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}

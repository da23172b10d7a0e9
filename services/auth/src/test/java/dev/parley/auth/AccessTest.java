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

class AccessTest implements CustomRolesContract, ApiTokensContract, BreakGlassContract {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public CustomRolesApi customRoles() {
        return fixture.auth.customRoles();
    }

    @Override
    public ApiTokensApi apiTokens() {
        return fixture.auth.apiTokens();
    }

    @Override
    public ServiceAccountsApi serviceAccounts() {
        return fixture.auth.serviceAccounts();
    }

    @Override
    public BreakGlassApi breakGlass() {
        return fixture.auth.breakGlass();
    }

    @Override
    public SessionsApi sessions() {
        return fixture.auth.sessions();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}

package dev.parley.auth;

import dev.parley.api.auth.AccountAdministrationApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AccountAdministrationOverHttpTest implements AccountAdministrationContract {
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
    public AccountAdministrationApi administration() {
        return server.administration();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}

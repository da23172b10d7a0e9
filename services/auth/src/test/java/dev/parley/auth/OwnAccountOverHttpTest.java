package dev.parley.auth;

import dev.parley.api.auth.OwnAccountApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class OwnAccountOverHttpTest implements OwnAccountContract {
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
    public OwnAccountApi own() {
        return server.ownAccount();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}

package dev.parley.auth;

import dev.parley.api.auth.OwnAccountApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class OwnAccountTest implements OwnAccountContract {
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
    public OwnAccountApi own() {
        return fixture.auth.ownAccount();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}

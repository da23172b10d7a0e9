package dev.parley.auth;

import dev.parley.api.auth.AccountAdministrationApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AccountAdministrationTest implements AccountAdministrationContract {
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
    public AccountAdministrationApi administration() {
        return fixture.auth.administration();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}

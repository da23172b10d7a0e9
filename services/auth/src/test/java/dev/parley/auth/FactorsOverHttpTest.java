package dev.parley.auth;

import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorsApi;
import dev.parley.api.auth.SessionsApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FactorsOverHttpTest implements FactorsContract, FactorSignInsContract, PasskeysContract {
    @TempDir
    Path folder;

    private Fixture fixture;
    private AuthServer server;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.auth.accounts().register(Fixture.registration("ada"));
        server = new AuthServer(fixture);
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    @Override
    public FactorsApi factors() {
        return server.factors();
    }

    @Override
    public FactorSignInsApi signIns() {
        return server.factorSignIns();
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

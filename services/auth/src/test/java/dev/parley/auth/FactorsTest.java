package dev.parley.auth;

import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorsApi;
import dev.parley.api.auth.SessionsApi;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FactorsTest implements FactorsContract, FactorSignInsContract, PasskeysContract {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.auth.accounts().register(Fixture.registration("ada"));
    }

    @AfterEach
    void close() {

        fixture.close();
    }

    @Override
    public FactorsApi factors() {
        return fixture.auth.factors();
    }

    @Override
    public FactorSignInsApi signIns() {
        return fixture.auth.factorSignIns();
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

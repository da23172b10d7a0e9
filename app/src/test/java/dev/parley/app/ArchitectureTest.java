package dev.parley.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arrows between the rooms (ARCHITECTURE.md). Maven holds most of them as well, since a room can import only
/// what its POM names; this test also sees what comes in through another room.
class ArchitectureTest {
    private static final List<String> SERVICES =
            List.of("auth", "compliance", "crypto", "messaging", "socket", "media", "search", "gateway");

    private static final String[] SERVICE_PACKAGES =
            SERVICES.stream().map(service -> "dev.parley." + service + "..").toArray(String[]::new);

    private static final String[] ENGINES = {
        "dev.parley.storage.embedded..",
        "dev.parley.storage.cluster..",
        "org.sqlite..",
        "java.sql..",
        "org.apache.lucene..",
        "org.postgresql..",
        "com.mongodb..",
        "org.apache.kafka..",
        "io.lettuce..",
        "co.elastic..",
        "software.amazon.."
    };

    /// What a service may hand on to whoever serves it, without knowing a request.
    private static final List<String> HANDED_ON = List.of("Routes", "Contract");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.parley");

    @Test
    void seesAllRooms() {
        for (String service : SERVICES) {
            assertThat(CLASSES.stream().filter(type -> type.getPackageName().startsWith("dev.parley." + service)))
                    .as(service)
                    .isNotEmpty();
        }
    }

    @Test
    void roomsDoNotDependOnEachOtherInCircles() {
        slices().matching("dev.parley.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void servicesDoNotKnowEachOther() {
        slices().matching("dev.parley.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(not(resideInAnyPackage(SERVICE_PACKAGES)), anything())
                .ignoreDependency(anything(), not(resideInAnyPackage(SERVICE_PACKAGES)))
                .check(CLASSES);
    }

    @Test
    void servicesKnowPortsAndNoEngines() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVICE_PACKAGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINES)
                .check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootKnowsAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.parley.app..", "dev.parley.storage.embedded..", "dev.parley.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.storage.embedded..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.parley.app..", "dev.parley.storage.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.storage.cluster..")
                .check(CLASSES);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        slices().matching("dev.parley.storage.cluster.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(anything(), resideInAPackage("dev.parley.storage.cluster.outbox.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.parley.storage.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.storage.embedded..")
                .check(CLASSES);
    }

    @Test
    void onlyRoutesKnowHttp() {
        // The gateway is made of HTTP; elsewhere a rule that knew HTTP could not be asked from within the process.
        noClasses()
                .that()
                .resideInAnyPackage(SERVICE_PACKAGES)
                .and()
                .resideOutsideOfPackages("dev.parley.gateway..", "dev.parley.socket..")
                .and(outermostNameDoesNotEndWith("Routes"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.parley.http..", "io.vertx..", "io.netty..")
                        .and(describe("are more than a list of routes", type -> !HANDED_ON.contains(topLevel(type)))))
                .check(CLASSES);
    }

    @Test
    void onlyStoresKnowCollections() {
        noClasses()
                .that()
                .resideInAnyPackage(SERVICE_PACKAGES)
                .and()
                .resideOutsideOfPackage("..store..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.parley.storage.document..")
                        .and(describe(
                                "collections, indexes and transactions",
                                type -> List.of("Collection", "Index", "IndexQuery", "Transaction")
                                        .contains(type.getSimpleName()))))
                .check(CLASSES);
    }

    @Test
    void servicesSeeDocumentsOfATenantOnly() {
        // Below that are moves and migrations, which are about the installation.
        noClasses()
                .that()
                .resideInAnyPackage(SERVICE_PACKAGES)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.parley.storage..")
                        .and(describe(
                                "raw documents",
                                type -> List.of("RawDocuments", "RawDocument", "DocumentKey")
                                        .contains(type.getSimpleName()))))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.storage.move..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("MigrationRun")
                .check(CLASSES);
    }

    @Test
    void coreKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.core..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.parley..").and(not(resideInAPackage("dev.parley.core.."))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..", "java.sql..", "org.sqlite..")
                .check(CLASSES);
    }

    @Test
    void contractsKnowCoreOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.api..")
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                        "dev.parley.api..",
                        "dev.parley.core..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "java..")))
                .check(CLASSES);
    }

    @Test
    void portsKnowCoreOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.storage..")
                .and()
                .resideOutsideOfPackages(
                        "dev.parley.storage.embedded..",
                        "dev.parley.storage.cluster..",
                        "dev.parley.storage.contract..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.parley..")
                        .and(not(resideInAnyPackage("dev.parley.core..", "dev.parley.storage.."))))
                .check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootReadsTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.parley.app..", "dev.parley.bench..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.parley.app..", "dev.parley.bench..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> anything() {
        return describe("anything", type -> true);
    }

    private static DescribedPredicate<JavaClass> outermostNameDoesNotEndWith(String suffix) {
        return describe(
                "outermost class is not called *" + suffix,
                type -> !topLevel(type).endsWith(suffix)
                        && !type.getSimpleName().equals("package-info"));
    }

    private static String topLevel(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getSimpleName();
    }
}

package dev.parley.engines;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where engines are on this host: programs of Debian packages, and what the build brought from Maven Central.
public final class Installed {
    /// System property with the folder `engines` of the sources.
    public static final String ENGINES_PROPERTY = "parley.engines";

    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

    private Installed() {}

    /// A program on the path, in `/usr/sbin` or in the newest PostgreSQL.
    ///
    /// @param debianPackage what to install when it is not there
    /// @throws EngineUnavailableException when it is not there
    public static Path program(String name, String debianPackage) {
        return Stream.concat(Stream.concat(postgresql(), path()), Stream.of(Path.of("/usr/sbin")))
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new EngineUnavailableException(
                        name + " is missing; install it with: apt-get install -y " + debianPackage));
    }

    /// What the build unpacked for an engine: `engines/<engine>/target/<name>`.
    ///
    /// @throws EngineUnavailableException when the build did not run
    public static Path unpacked(String engine, String name) {
        String engines =
                Optional.ofNullable(System.getProperty(ENGINES_PROPERTY)).orElse("engines");
        Path folder = Path.of(engines, engine, "target", name).toAbsolutePath();
        if (!Files.exists(folder)) {
            throw new EngineUnavailableException(
                    engine + " is missing (" + folder + "); get it with: mvn generate-resources -pl engines/" + engine);
        }
        return folder;
    }

    /// The `java` that runs this program.
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Stream<Path> path() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Arrays.stream(path.split(File.pathSeparator)).map(Path::of);
    }

    private static Stream<Path> postgresql() {
        if (!Files.isDirectory(POSTGRESQL)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(POSTGRESQL)) {
            List<Path> newestFirst = versions.sorted(Comparator.comparing(
                                    (Path version) -> version.getFileName().toString(),
                                    Comparator.comparingInt(Installed::number))
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .toList();
            return newestFirst.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String version) {
        return version.matches("\\d{1,6}") ? Integer.parseInt(version) : 0;
    }
}

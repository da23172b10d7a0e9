package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What no compiler checks: sizes, names, words and links. A file that must break a rule is listed here with its
/// reason.
class TidyTest {
    private static final int MAX_FILE_LINES = 400;
    private static final int MAX_METHOD_LINES = 60;

    /// Files that are longer, and why splitting them would make them worse.
    private static final Map<String, String> LONG_FILES = Map.of(
            "http/src/main/java/dev/parley/http/Exchange.java",
            "one state machine over one request, whose states two threads share");

    private static final Pattern BANNED_SUFFIX =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Base|Data|Info|D[Tt][Oo]|Processor)\\.java");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\)");

    private static final List<Path> SOURCES = SourceTree.files(".java");

    @Test
    void filesFitOnAFewPages() {
        List<String> found = new ArrayList<>();
        for (Path file : SOURCES) {
            long lines = SourceTree.read(file).lines().count();
            boolean known = LONG_FILES.containsKey(SourceTree.relative(file));
            if (known != lines > MAX_FILE_LINES) {
                found.add(SourceTree.relative(file) + " has " + lines + " lines");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void methodsFitOnOnePage() throws IOException {
        assertThat(longMethods()).isEmpty();
    }

    @Test
    void namesSayWhatThingsAre() {
        assertThat(SOURCES.stream()
                        .map(SourceTree::relative)
                        .filter(file -> !file.endsWith("-info.java")
                                && BANNED_SUFFIX.matcher(file).matches()))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        String notes = "\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b";
        assertThat(containing(notes, SOURCES)).isEmpty();
    }

    @Test
    void testsRunAndNeverSleep() {
        String skipping = "@Dis" + "abled|\\bassume(True|False|That)\\(|Assump" + "tions\\.|@Ig" + "nore\\b";
        assertThat(containing(skipping, SOURCES)).isEmpty();
        assertThat(containing("Thread\\.sle" + "ep\\(", SOURCES)).isEmpty();
    }

    @Test
    void onlyTheCompositionRootReadsTheClock() {
        List<Path> outside = SOURCES.stream()
                .filter(SourceTree::isMain)
                .filter(file -> !SourceTree.relative(file).startsWith("app/"))
                .filter(file -> !SourceTree.relative(file).startsWith("bench/"))
                // Tests, though they lie where adapters can extend them.
                .filter(file -> !SourceTree.relative(file).startsWith("storage-contract/"))
                .toList();
        assertThat(containing("Instant\\.now\\(\\)|LocalDate(Time)?\\.now\\(\\)|new Date\\(\\)", outside))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndTakesNoNulls() {
        Set<Path> packages = new TreeSet<>();
        SOURCES.stream().filter(SourceTree::isMain).map(Path::getParent).forEach(packages::add);
        assertThat(packages).allSatisfy(folder -> {
            Path info = folder.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(SourceTree.read(info)).contains("@NullMarked").startsWith("///");
        });
    }

    @Test
    void documentsLinkToWhatIsThere() {
        List<String> dead = new ArrayList<>();
        for (Path file : SourceTree.files(".md")) {
            Matcher link = LINK.matcher(SourceTree.read(file));
            while (link.find()) {
                String target = link.group(1).replaceAll("#.*", "");
                boolean elsewhere = target.isEmpty() || target.contains("://") || target.startsWith("mailto:");
                if (!elsewhere && !Files.exists(file.resolveSibling(target))) {
                    dead.add(SourceTree.relative(file) + " → " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private static List<String> containing(String pattern, List<Path> files) {
        Pattern unwanted = Pattern.compile(pattern);
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : SourceTree.read(file).lines().toList()) {
                number++;
                if (unwanted.matcher(line).find()) {
                    found.add(SourceTree.relative(file) + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static List<String> longMethods() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(SOURCES));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodLengths(unit, positions, found).scan(unit, null);
            }
        }
        return found;
    }

    private static final class MethodLengths extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                if (last - first + 1 > MAX_METHOD_LINES) {
                    found.add(unit.getSourceFile().getName() + ":" + first + " " + method.getName() + " has "
                            + (last - first + 1) + " lines");
                }
            }
            return super.visitMethod(method, nothing);
        }
    }
}

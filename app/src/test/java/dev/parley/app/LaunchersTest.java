package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LaunchersTest {
    @Test
    void bothOfferTheCommandsOfTheProgram() throws IOException {
        Set<String> offered = new TreeSet<>();
        for (CommandLine command : Parley.commandLine().getSubcommands().values()) {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                offered.add(command.getCommandName());
            }
        }

        assertThat(commands("parley", "(?m)^COMMANDS=\"([^\"]*)\"")).containsExactlyInAnyOrderElementsOf(offered);
        assertThat(commands("parley.ps1", "(?m)^\\$Commands = '([^']*)'")).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void bothKnowTheSameOptionsOfTheirOwnAndExitAlike() throws IOException {
        String bash = Files.readString(SourceTree.root().resolve("parley"));
        String powerShell = Files.readString(SourceTree.root().resolve("parley.ps1"));
        for (String text :
                List.of("--build", "java.args", "AOTCache", "PARLEY_JAVA_OPTS", "-Dmaven.test.skip=true", "train")) {
            assertThat(bash).contains(text);
            assertThat(powerShell).contains(text);
        }
        assertThat(number(bash, "EXIT_USAGE=(\\d+)")).isEqualTo(number(powerShell, "ExitUsage = (\\d+)"));
        assertThat(number(bash, "EXIT_NO_JDK=(\\d+)")).isEqualTo(number(powerShell, "ExitNoJdk = (\\d+)"));
        assertThat(number(bash, "EXIT_NO_BUILD=(\\d+)")).isEqualTo(number(powerShell, "ExitNoBuild = (\\d+)"));
        assertThat(number(bash, "MIN_JDK=(\\d+)")).isEqualTo(number(powerShell, "MinJdk = (\\d+)"));
    }

    private static List<String> commands(String file, String pattern) throws IOException {
        return List.of(
                find(Files.readString(SourceTree.root().resolve(file)), pattern).split(" "));
    }

    private static int number(String text, String pattern) {
        return Integer.parseInt(find(text, pattern));
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}

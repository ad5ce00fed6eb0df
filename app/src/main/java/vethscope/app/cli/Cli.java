package vethscope.app.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Runs a verb: reads its words, does what it says, tells the exit code.
public final class Cli {

    private static final String COMPLETION = "generate-completion";

    /// Each verb and what does it, in the order of the help.
    private static final Map<String, Function<Common, Object>> COMMANDS = commands();

    /// The words that make the terminal answer instead of the window. `help VERB` is `VERB --help`.
    public static final Set<String> VERBS = Stream.concat(COMMANDS.keySet().stream(), Stream.of("help", COMPLETION))
            .collect(Collectors.toSet());

    private final Console console;
    private final CommandLine line;
    private final Words words;

    /// @param first the first word: a verb needs no other verb to be set up, which is most of the time that this takes
    private Cli(Console console, Locale locale, String first) {
        this.console = console;
        words = new Words(locale);
        line = new CommandLine(new Root());
        COMMANDS.forEach((verb, command) -> {
            if (first.equals(verb) || !COMMANDS.containsKey(first)) {
                line.addSubcommand(command.apply(new Common(console)));
            }
        });
        if (!COMMANDS.containsKey(first)) {
            var completion = new CommandLine(new AutoComplete.GenerateCompletion());
            completion.getCommandSpec().usageMessage().hidden(true);
            line.addSubcommand(completion);
        }
        line.registerConverter(Ip.class, Cli::ip);
        line.registerConverter(Protocol.class, Cli::protocol);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), true));
        line.setErr(new PrintWriter(new OutputStreamWriter(console.err(), StandardCharsets.UTF_8), true));
        line.setExecutionExceptionHandler((e, _, _) -> failed(e));
        line.setParameterExceptionHandler((e, _) -> misused(e));
    }

    private static Map<String, Function<Common, Object>> commands() {
        var commands = new LinkedHashMap<String, Function<Common, Object>>();
        commands.put("trace", TraceCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("test", TestCommand::new);
        commands.put("reconcile", ReconcileCommand::new);
        commands.put("render", RenderCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("generate", GenerateCommand::new);
        commands.put("schema", SchemaCommand::new);
        return commands;
    }

    @Command(
            name = "vethscope",
            sortOptions = false,
            usageHelpWidth = 100,
            description = "Draw a Kubernetes network, send a packet, see every hop and why.",
            versionProvider = Version.class,
            synopsisHeading = "",
            customSynopsis = {
                "Usage: vethscope [FILE...]        opens the window",
                "       vethscope VERB [...]       works in the terminal"
            },
            commandListHeading = "%nVerbs:%n",
            footer = {
                "",
                "Example: vethscope trace shop.veth --from pod1 --to web:80",
                "`vethscope VERB --help` tells more about a verb.",
                "",
                "Exit codes: 0 all well, 1 findings or failed probes, 2 usage, 3 unreadable input, 4 output not"
                        + " written, 70 a bug."
            })
    private static final class Root implements Runnable {

        @SuppressWarnings("UnusedVariable")
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        private boolean help;

        @SuppressWarnings("UnusedVariable")
        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the version.")
        private boolean version;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new ParameterException(spec.commandLine(), "Say what to do: a verb, or a file to open.");
            }
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"vethscope " + text()};
        }

        static String text() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return version == null ? "(built from source)" : version;
        }
    }

    public static int run(Console console, String... words) {
        Locale locale = locale(console, words);
        int code;
        try {
            code = new Cli(console, locale, words.length == 0 ? "" : words[0]).execute(words);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            code = new Bug(console, new Words(locale)).report(e);
        }
        console.out().flush();
        boolean readerLeft = console.out() instanceof ResultStream out && out.readerLeft();
        if (console.out().checkError() && !readerLeft && code < Exit.NOT_WRITTEN) {
            console.err().println(new Words(locale).say("output.lost"));
            return Exit.NOT_WRITTEN;
        }
        return code;
    }

    /// The language of complaints about the words themselves, read before they are understood.
    private static Locale locale(Console console, String... words) {
        String all = " " + String.join(" ", words) + " ";
        boolean zh = all.contains(" --lang zh ") || all.contains(" --lang=zh ");
        boolean en = all.contains(" --lang en ") || all.contains(" --lang=en ");
        return zh ? Locale.CHINESE : en ? Locale.ENGLISH : Words.localeOf(console.locale());
    }

    private int execute(String... words) {
        if (words.length > 1 && words[0].equals("help")) {
            return line.execute(words[1], "--help");
        }
        return words.length == 1 && words[0].equals("help") ? line.execute("--help") : line.execute(words);
    }

    private int failed(Exception e) {
        return switch (e) {
            case Stop stop -> {
                console.err().println(stop.sentence());
                yield stop.code();
            }
            case IOException io -> {
                console.err().println(words.say("output.failed", Designs.why(io, words)));
                yield Exit.NOT_WRITTEN;
            }
            default -> new Bug(console, words).report(e);
        };
    }

    /// One sentence of what is wrong with the words, one of where to look.
    private int misused(ParameterException e) {
        String verb = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        console.err().println(sentence(e));
        console.err().println(words.say("usage.help", verb));
        return Exit.USAGE;
    }

    private String sentence(ParameterException e) {
        boolean root = e.getCommandLine() == line;
        return switch (e) {
            case UnmatchedArgumentException u
            when root && !u.getUnmatched().getFirst().startsWith("-") ->
                words.say("usage.verb", u.getUnmatched().getFirst(), String.join(", ", shown()));
            case UnmatchedArgumentException u ->
                words.say("usage.unknown", u.getUnmatched().getFirst());
            case MissingParameterException m -> words.say("usage.missing", missing(m));
            case ParameterException p -> String.valueOf(p.getMessage());
        };
    }

    private static String missing(MissingParameterException e) {
        return e.getMissing().stream()
                .map(arg -> arg.isOption() ? ((CommandLine.Model.OptionSpec) arg).longestName() : arg.paramLabel())
                .collect(Collectors.joining(", "));
    }

    private List<String> shown() {
        return line.getSubcommands().entrySet().stream()
                .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Ip ip(String text) {
        return Ip.tryParse(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is not an IP address"));
    }

    private static Protocol protocol(String text) {
        return Protocol.SPOKEN.stream()
                .filter(p -> p.lower().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of tcp, udp, sctp and icmp"));
    }
}

package vethscope.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// Runs a verb: reads its words, does what it says, tells the exit code.
public final class Cli {

    private Cli() {}

    @Command(name = "vethscope", description = "Draw a Kubernetes network, send a packet, see every hop and why.")
    private static final class Root {}

    public static int run(Console console, String... words) {
        CommandLine line = new CommandLine(new Root());
        line.addSubcommand(new TraceCommand(new Common(console)));
        line.registerConverter(
                Ip.class,
                text -> Ip.tryParse(text)
                        .orElseThrow(
                                () -> new CommandLine.TypeConversionException("'" + text + "' is not an IP address")));
        line.registerConverter(Protocol.class, PacketOptions::protocolOf);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, l, r) -> failed(console, e));
        line.setParameterExceptionHandler((e, r) -> misused(console, e));
        int code = line.execute(words);
        console.out().flush();
        return code;
    }

    private static int failed(Console console, Exception e) {
        if (e instanceof Stop stop) {
            console.err().println(stop.sentence());
            return stop.code();
        }
        e.printStackTrace(console.err());
        return Exit.BUG;
    }

    private static int misused(Console console, ParameterException e) {
        console.err().println(e.getMessage());
        return Exit.USAGE;
    }
}

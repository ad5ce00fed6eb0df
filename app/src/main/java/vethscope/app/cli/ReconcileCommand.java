package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Reconciliation;
import vethscope.engine.compile.Reconciliation.Made;
import vethscope.model.Design;
import vethscope.model.Id;

/// `vethscope reconcile`: what the CNI plugin, kube-proxy and controllers make of which object, step by step.
@Command(
        name = "reconcile",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Lists what the CNI plugin, kube-proxy and controllers make of which object, step by step.",
        footer = {
            "",
            "Examples:",
            "  vethscope reconcile shop.veth",
            "  vethscope reconcile shop.veth --of web --entries",
            "  vethscope reconcile shop.veth --format json"
        })
final class ReconcileCommand implements Callable<Integer> {

    enum Format {
        text,
        json
    }

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "FILE", description = "The design.")
    private Path file = Path.of("");

    @Option(
            names = "--of",
            paramLabel = "ELEMENT",
            order = 1,
            description = "Only what was made of this element, or is there now.")
    private @Nullable String of;

    @Option(names = "--entries", order = 2, description = "The rules, routes and devices below each step.")
    private boolean entries;

    @Option(names = "--format", paramLabel = "text|json", order = 3, description = "Default: text.")
    private Format format = Format.text;

    ReconcileCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        Design design = new Designs(common).open(file);
        List<Made> all = Reconciliation.of(design, Compiler.compile(design));
        if (all.size() == Reconciliation.MOST) {
            common.warn(common.words().say("reconcile.cut", all.size()));
        }
        List<Made> made = all.stream().filter(this::isMeant).toList();
        PrintStream out = common.console().out();
        if (format == Format.json) {
            json(made, out);
        } else {
            text(made, out);
        }
        return Exit.OK;
    }

    private boolean isMeant(Made made) {
        return of == null
                || made.from().value().equals(of)
                || made.at().stream().map(Id::value).anyMatch(of::equals);
    }

    private void text(List<Made> made, PrintStream out) {
        List<String> lines = Reconciliation.text(made, common.locale()).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            out.println(lines.get(i));
            if (entries) {
                made.get(i).wrote().get().forEach(line -> out.println("        " + line));
            }
        }
    }

    private void json(List<Made> made, PrintStream out) throws IOException {
        JsonGenerator json = Json.to(out, 1, 1);
        json.writeStartArray();
        for (int i = 0; i < made.size(); i++) {
            Made m = made.get(i);
            json.writeStartObject();
            json.writeNumberField("n", i + 1);
            json.writeStringField("program", m.controller());
            json.writeStringField("from", m.from().value());
            json.writeArrayFieldStart("at");
            for (Id id : m.at()) {
                json.writeString(id.value());
            }
            json.writeEndArray();
            json.writeStringField("text", m.text().in(common.locale()));
            json.writeArrayFieldStart("wrote");
            for (String line : m.wrote().get()) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        Json.end(json);
    }
}

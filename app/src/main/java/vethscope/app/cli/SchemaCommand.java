package vethscope.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vethscope.model.codec.Schema;

/// `vethscope schema`: the JSON Schema of .veth.
@Command(
        name = "schema",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpWidth = 100,
        description = "Prints the JSON Schema (2020-12) of .veth files.",
        footer = {"", "Example:", "  vethscope schema > veth.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    SchemaCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() {
        String schema = Schema.json();
        common.console().out().print(schema.endsWith("\n") ? schema : schema + "\n");
        return Exit.OK;
    }
}

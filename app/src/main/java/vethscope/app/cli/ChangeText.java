package vethscope.app.cli;

import java.io.PrintStream;
import vethscope.app.cli.ChangeOptions.Changed;
import vethscope.engine.replay.Played;
import vethscope.engine.succession.SuccessionText;
import vethscope.engine.trace.Trace;
import vethscope.engine.trace.Transcript;

/// What was sent before a change and what the change did, for people.
record ChangeText(Common common, PrintStream out) {

    void write(Changed changed) {
        Words words = common.words();
        for (Played played : changed.before()) {
            for (Trace trace : played.traces()) {
                out.print("# " + words.say("change.before", played.probe().name()) + "\n");
                out.print(Transcript.headline(trace, common.locale()) + "\n\n");
            }
        }
        out.print("# " + words.say("change.title") + "\n");
        out.print(SuccessionText.of(changed.succession(), common.locale()));
        out.print("\n");
    }
}

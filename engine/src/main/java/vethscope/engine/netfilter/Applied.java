package vethscope.engine.netfilter;

import java.util.List;

/// What became of iptables text.
public sealed interface Applied {

    /// Where the sentences are that say why a line was refused, one properties file per language.
    String MESSAGES = "vethscope.engine.netfilter.messages";

    /// The rules afterwards.
    record Done(Ruleset ruleset) implements Applied {}

    /// iptables itself would refuse the line; the rules stay as they were.
    ///
    /// @param key of [#MESSAGES]: what is wrong with the line, for a person
    /// @param arguments of that sentence
    record Malformed(String line, String key, List<String> arguments) implements Applied {
        public Malformed {
            arguments = List.copyOf(arguments);
        }
    }
}

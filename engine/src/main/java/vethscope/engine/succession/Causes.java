package vethscope.engine.succession;

import vethscope.engine.trace.Sentence;

/// The sentences of what programs do when a drawing changes.
final class Causes {

    private Causes() {}

    static Sentence of(String key, Object... arguments) {
        return Sentence.of("succession." + key, arguments);
    }
}

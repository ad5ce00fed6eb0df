package vethscope.engine.forward;

import vethscope.engine.network.Netns;
import vethscope.engine.trace.Behaviour;
import vethscope.engine.trace.Place;
import vethscope.engine.trace.Step;
import vethscope.model.Id;

/// A namespace that a packet passes.
record Site(Netns at) implements Place {

    @Override
    public Id id() {
        return at.id();
    }

    @Override
    public Behaviour behaviour(Step step) {
        return Trust.of(at, step.event());
    }
}

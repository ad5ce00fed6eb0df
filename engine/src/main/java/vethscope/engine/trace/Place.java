package vethscope.engine.trace;

import vethscope.model.Id;

/// Where steps happen: a network namespace, and how well its behaviour is known.
public interface Place {

    /// The element that owns the namespace.
    Id id();

    /// What was at work in a step that happened here.
    Behaviour behaviour(Step step);
}

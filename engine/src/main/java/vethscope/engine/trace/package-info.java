/// What a packet went through: every reader (animation, tables, transcript, JSON, figures) reads one
/// [vethscope.engine.trace.Trace].
package vethscope.engine.trace;

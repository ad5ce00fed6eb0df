/// Probes: what is asked becomes a flow, the flow is sent, and the traces are held against what was expected.
package vethscope.engine.replay;

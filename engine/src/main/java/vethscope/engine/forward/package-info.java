/// The walk of a packet: it owns control flow, time and the hop budget, and knows no protocol.
package vethscope.engine.forward;

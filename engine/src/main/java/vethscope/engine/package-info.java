/// From a drawing to the story of a packet: compile, forward, trace, verify. Pure functions; no display, no clock,
/// no network.
package vethscope.engine;

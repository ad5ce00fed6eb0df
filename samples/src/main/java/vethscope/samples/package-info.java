/// Drawings that ship with Vethscope, each with the transcript it must replay.
package vethscope.samples;

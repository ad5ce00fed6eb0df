/// What becomes of what packets left behind when the drawing changes: one file for each program that reacts.
package vethscope.engine.succession;

/// Who put what into a machine's tables.
package vethscope.engine.origin;

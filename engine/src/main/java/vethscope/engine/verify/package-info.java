/// What is wrong with a drawing, and what holds for all of its traffic.
package vethscope.engine.verify;

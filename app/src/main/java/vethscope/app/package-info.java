/// The window and the command line.
package vethscope.app;

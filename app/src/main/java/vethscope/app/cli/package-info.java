/// The command line: one file per verb. Nothing here starts a toolkit or needs a display.
package vethscope.app.cli;

/// Figures as files.
package vethscope.app.export;

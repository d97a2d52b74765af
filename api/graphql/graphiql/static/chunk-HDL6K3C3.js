/*! graphiql 5.4.0, monaco-editor 0.52.2, react 19.3.1, graphql 16.15.0; licences: LICENSES.txt */
import{a,b}from"./chunk-TWW5CMFC.js";import"./chunk-U5NKPRBY.js";import"./chunk-3RP5TK4B.js";import"./chunk-WIVCLUEN.js";export{b as getWorker,a as jsonDefaults};

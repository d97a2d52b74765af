/*! graphiql 5.4.0, monaco-editor 0.52.2, react 19.3.1, graphql 16.15.0; licences: LICENSES.txt */
import{oi as a,pi as b,qi as c,ri as d}from"./chunk-3RP5TK4B.js";import"./chunk-WIVCLUEN.js";export{c as HitTestContext,b as MouseTarget,d as MouseTargetFactory,a as PointerHandlerLastRenderData};

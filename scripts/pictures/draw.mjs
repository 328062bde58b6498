// Draw: a message or a view of Slack, as JSON on standard input, becomes a page
// of HTML on standard output, the way Slack shows it. The argument is the theme.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createElement as h } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message } from 'slack-blocks-to-jsx'

const theme = process.argv[2]
const { title, submit, close, blocks } = JSON.parse(readFileSync(0, 'utf8'))
const styles = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8')

const logo = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="%23611f69"/></svg>'

// The library knows only the older kind of table. A page of the newer one looks alike.
const text = (cell) => ({ type: 'raw_text', text: cell.text ?? String(cell.value) })
const known = blocks.map((block) => block.type === 'data_table'
  ? { type: 'table', rows: block.rows.slice(0, 1 + block.page_size).map((row) => row.map(text)) }
  : block)

// A view lies in a frame of its own, which the library does not draw.
const frame = `
  body { margin: 0; padding: 16px; font: 15px/1.46 Lato, sans-serif; overflow-wrap: anywhere;
         background: ${theme === 'dark' ? '#1a1d21' : '#fff'}; color: ${theme === 'dark' ? '#d1d2d3' : '#1d1c1d'} }
  .view { border: 1px solid #8886; border-radius: 8px; padding: 0 20px 16px }
  .view > footer { text-align: right } .view > footer b { margin-left: 12px; padding: 6px 14px; border: 1px solid #8886; border-radius: 4px }`

const body = h(Message, { blocks: known, name: 'govgroup', logo, theme, time: new Date(), withoutWrapper: Boolean(title) })
const page = title
  ? h('div', { className: 'view' }, h('h2', null, title), body,
      h('footer', null, [close, submit].filter(Boolean).map((label) => h('b', { key: label }, label))))
  : body

process.stdout.write('<!doctype html>' + renderToStaticMarkup(
  h('html', { lang: 'en' },
    h('head', null, h('meta', { charSet: 'utf-8' }), h('style', { dangerouslySetInnerHTML: { __html: styles + frame } })),
    h('body', null, page))))

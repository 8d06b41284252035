// What there is in the gallery, in the order in which it is shown.
export interface Example {
  readonly path: string
  readonly title: string
  readonly about: string
  readonly tryThis: readonly string[]
  readonly files: readonly string[]
}

export const EXAMPLES: readonly Example[] = [
  {
    path: '/counter',
    title: 'Counter',
    about:
      'A number of one page and a number of all pages. Both are signals on the server; which is which depends ' +
      'only on where they are declared.',
    tryThis: [
      'Open it in two windows and click in one.',
      'Stop the server and start it again: the page comes back by itself, without a reload.',
    ],
    files: ['counter/counter.tsx'],
  },
  {
    path: '/survive',
    title: 'Survive',
    about:
      'A form, counters, a sound, two hundred rows, and a button that kills the server with SIGKILL. The page waits, ' +
      'comes back, and everything is where it was: state, focus, caret, scrolling.',
    tryThis: [
      'Run the gallery with npm run survive, which starts it again when it dies.',
      'Kill the server while the sound plays, and go on typing and clicking.',
      'Open it twice, kill, and add up: Everyone is exact.',
    ],
    files: ['survive/survive.tsx', 'survive/form.tsx', 'survive/rows.tsx', 'survive/process.tsx'],
  },
  {
    path: '/feed',
    title: 'Feed',
    about:
      'Ten thousand posts, from the middle on, in both directions. The page keeps what is near, and the server keeps ' +
      'nothing but the numbers of the first and the last.',
    tryThis: [
      'Scroll up, as fast as you can: what you read does not jump.',
      'Like a post, and restart the server.',
    ],
    files: ['feed/feed.tsx', 'feed/posts.ts'],
  },
  {
    path: '/forms',
    title: 'Forms',
    about:
      'A sign-up with every kind of control and an order whose lines come, go and move. A schema on the server checks ' +
      'both, and each issue is said where it belongs, to screen readers as well.',
    tryThis: [
      'Send the sign-up as it is: the first field that is wrong gets the focus.',
      'Turn JavaScript off, and send it again.',
      'Move the lines of the order while you type.',
    ],
    files: ['forms/sign-up.tsx', 'forms/order.tsx', 'forms/parts.tsx'],
  },
  {
    path: '/wizard',
    title: 'Wizard',
    about:
      'Five steps, each a form. What was entered stays: back and forth, over a crash of the server, and without ' +
      'JavaScript, where the state of the page travels with each post, sealed.',
    tryThis: [
      'Kill the server in the middle of it, and start it again.',
      'Go through it without JavaScript.',
    ],
    files: ['forms/wizard.tsx'],
  },
  {
    path: '/login',
    title: 'Log-in',
    about:
      'A form whose handler sets a cookie. The page is then loaded again, as the page of somebody else.',
    tryThis: ['Log in with a second window open, and look at that.'],
    files: ['login/login.tsx', 'login/member.ts'],
  },
  {
    path: '/upload',
    title: 'Upload',
    about:
      'Files that are chosen, dropped or pasted go to the server in pieces, several at a time, with progress and previews. ' +
      'A lost connection, a killed server and a reload go on with the byte where it stopped.',
    tryThis: [
      'Drop a few large files, and kill the server meanwhile: npm run survive starts it again.',
      'Reload in the middle.',
      'Choose something that is too large, or not on the list.',
    ],
    files: ['upload/upload.tsx', 'upload/file.tsx', 'upload/sum.ts'],
  },
  {
    path: '/kitchen-sink',
    title: 'Kitchen sink',
    about:
      'Elements and events of every group, from ruby to MathML and from clicks to composition, with a log of what the ' +
      'server is told.',
    tryThis: [
      'Drag, scroll, resize, select, paste, and read what each event carries.',
      'Press Ctrl+K, wherever you are.',
    ],
    files: [
      'kitchen-sink/kitchen-sink.tsx',
      'kitchen-sink/events.tsx',
      'kitchen-sink/options.tsx',
      'kitchen-sink/forms.tsx',
      'kitchen-sink/embedded.tsx',
      'kitchen-sink/custom.tsx',
      'kitchen-sink/text.tsx',
      'kitchen-sink/log.tsx',
    ],
  },
  {
    path: '/controls',
    title: 'Controls',
    about:
      'Every kind of control, each bound to a signal with one attribute: texts, numbers, dates, boxes, choices, files, ' +
      'and a text that is edited in place.',
    tryThis: [
      'Type a number slowly: 1.0 stays 1.0 until it is 1.05.',
      'Let the server fill everything in, and go on typing.',
    ],
    files: ['controls/every-control.tsx'],
  },
  {
    path: '/search',
    title: 'Search',
    about:
      'A hundred thousand books in SQLite, searched as you type. The address says what is searched for, with and without ' +
      'JavaScript, and what is not asked for any more is given up.',
    tryThis: [
      'Type fast, and see how many searches were given up.',
      'Use Back, reload, or send the address to somebody.',
    ],
    files: ['search/search.tsx', 'search/catalogue.ts', 'search/worker.ts', 'search/words.ts'],
  },
  {
    path: '/menu',
    title: 'Menus',
    about:
      'A menu, tabs, dialogs, a popover, toasts, a copy button and likes that guess: what the browser does by itself, by ' +
      'commands, written where a handler would be.',
    tryThis: [
      'Use it with the keyboard alone: arrow keys, Escape, Tab.',
      'Stop the server, and go on opening and closing.',
      'Like what is closed: the heart fills at once, and empties when the server has refused.',
    ],
    files: [
      'menu/menu.tsx',
      'menu/files.tsx',
      'menu/likes.tsx',
      'menu/tabs.tsx',
      'menu/settings.tsx',
      'menu/disclosure.tsx',
      'menu/copying.tsx',
    ],
  },
  {
    path: '/widgets',
    title: 'Widgets',
    about:
      'A chart and a text editor from npm on a page of the server’s: hooks give them data, take what they tell, and ' +
      'leave their insides alone. And a custom element, with a property and an event.',
    tryThis: [
      'Click into the chart: the server answers.',
      'Stop the server, go on typing, and start it again: it has every character.',
    ],
    files: [
      'widgets/widgets.tsx',
      'widgets/chart.tsx',
      'widgets/browser/chart.ts',
      'widgets/editor.tsx',
      'widgets/browser/editor.ts',
      'widgets/films.tsx',
      'widgets/browser/star-rating.ts',
    ],
  },
  {
    path: '/async',
    title: 'Async',
    about:
      'A search whose answers are late, a forecast that the page does not wait for, a long report that can be given ' +
      'up, and components that fail without taking the page with them.',
    tryThis: [
      'Type fast: what is not asked for any more is given up.',
      'Start the report, and click elsewhere meanwhile: nothing waits for it.',
      'Let something fail, and try again.',
    ],
    files: [
      'async/search.tsx',
      'async/forecast.tsx',
      'async/report.tsx',
      'async/trouble.tsx',
      'async/slowly.ts',
    ],
  },
  {
    path: '/svg',
    title: 'Live chart',
    about:
      'A chart of live data, drawn by the server with SVG elements, with a mark that follows the pointer, and a table ' +
      'for those who prefer one.',
    tryThis: [
      'Move the pointer over the chart: the mark stays with its reading.',
      'Pause it, and restart the server: the same minute is still there.',
    ],
    files: ['svg/live.tsx', 'svg/chart.tsx', 'svg/plot.ts', 'svg/readings.ts'],
  },
  {
    path: '/7guis',
    title: '7GUIs',
    about:
      'The seven tasks of a benchmark for the notation of user interfaces: a counter, a converter, a form with ' +
      'constraints, a timer, a database, a drawing, a spreadsheet.',
    tryThis: [
      'In Cells, write =SUM(B1:B2) into a cell, then change B1, and watch what comes over the WebSocket.',
      'Restart the server while the timer runs, or in the middle of a drawing: nothing is lost, not even Undo.',
    ],
    files: [
      '7guis/temperature.tsx',
      '7guis/flights.tsx',
      '7guis/timer.tsx',
      '7guis/crud.tsx',
      '7guis/people.ts',
      '7guis/circles.tsx',
      '7guis/circle.ts',
      '7guis/diameter.tsx',
      '7guis/history.ts',
      '7guis/cells.tsx',
      '7guis/sheet.ts',
      '7guis/formula.ts',
    ],
  },
  {
    path: '/todomvc',
    title: 'TodoMVC',
    about:
      'The application that every framework is compared with. The list belongs to this browser, is kept in ' +
      'SQLite, and is live in all its tabs.',
    tryThis: [
      'Double-click an item to edit it; Escape takes it back.',
      'Filter, then use Back and Forward.',
      'Open a second tab and work in both.',
    ],
    files: ['todomvc/todomvc.tsx', 'todomvc/todos.ts'],
  },
  {
    path: '/rows',
    title: 'Rows',
    about:
      'The page of js-framework-benchmark. Whatever is done to ten thousand rows, only what changed goes over ' +
      'the wire: swapping two takes a dozen bytes.',
    tryThis: [
      'Create rows, then watch the WebSocket in the network panel while you swap and remove them.',
    ],
    files: ['rows/rows.tsx'],
  },
]
